/** Why the chain could not be read. */
export type ChainErrorCode =
  | 'chain/unreachable'
  | 'chain/contract-missing'
  | 'chain/unexpected-answer'
  | 'chain/reorganized'
  | 'token/invalid-address'
  | 'token/no-code'
  | 'token/not-erc20'
  | 'token/unsupported-decimals';

/** Reading the chain failed. `chain/unreachable` and `chain/reorganized` pass; the others do not. */
export class ChainError extends Error {
  override readonly name = 'ChainError';
  readonly code: ChainErrorCode;

  constructor(code: ChainErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
