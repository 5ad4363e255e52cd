/** Addresses of the contract whose capability is not there yet; parameters are written `:name`. */
export const REST_PATHS_TO_COME: readonly string[] = [
  '/v1/markets/:symbol/funding',
  '/v1/positions',
  '/v1/funding-payments',
];
