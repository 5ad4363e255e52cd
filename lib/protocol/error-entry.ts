/** What a code means to a person, and how it travels over HTTP and JSON-RPC. */
export type ErrorEntry = {
  /** What happened and what to do. */
  readonly message: string;
  readonly httpStatus: number;
  readonly jsonRpcCode: number;
};
