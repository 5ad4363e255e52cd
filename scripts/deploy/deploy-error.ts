/** Why a deployment cannot be made or verified. Stable: tests and the start command rely on it. */
export type DeployErrorCode =
  | 'deploy/network-refused'
  | 'deploy/rpc-unreachable'
  | 'deploy/wrong-chain'
  | 'deploy/not-a-rehearsal'
  | 'deploy/chain-was-reset'
  | 'deploy/transient-storage-missing'
  | 'deploy/proxy-missing'
  | 'deploy/insufficient-funds'
  | 'deploy/pending-transactions'
  | 'deploy/transaction-failed'
  | 'deploy/incomplete';

/** A deployment stopped; the message says what was found and what to do. */
export class DeployError extends Error {
  override readonly name = 'DeployError';
  readonly code: DeployErrorCode;

  constructor(
    message: string,
    options: { readonly code: DeployErrorCode; readonly cause?: unknown },
  ) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = options.code;
  }
}
