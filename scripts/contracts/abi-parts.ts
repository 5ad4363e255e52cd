/** A part of a contract's interface in a file of its own: browsers download what a page calls. */
export type AbiPart = {
  /** File name under `contracts-abi/abis`, kebab-case. */
  readonly name: string;
  /** Of which source. */
  readonly of: string;
  /** Names of functions, events and errors. */
  readonly entries: readonly string[];
};

export const abiParts: readonly AbiPart[] = [
  {
    // Deposits, the end of a trading key, the state that stands in their way; errors told to people.
    name: 'clearing-house-custody',
    of: 'clearing-house',
    entries: [
      'deposit',
      'depositWithPermit',
      'depositNative',
      'revokeAgent',
      'paused',
      'assetOf',
      'assetAt',
      'accountOf',
      'ClearingHousePaused',
      'NothingToDeposit',
      'DepositsStopped',
      'UnknownToken',
      'AccountExiting',
      'CustodyFull',
      'NotWholeQuanta',
      'UnexpectedAmountReceived',
      'SafeERC20FailedOperation',
    ],
  },
  {
    // What its accounts do without an operator.
    name: 'clearing-house-exit',
    of: 'clearing-house',
    entries: [
      'BINDING_DELAY',
      'accountOf',
      'agentOf',
      'assetAt',
      'assetCount',
      'balancesOf',
      'bumpEpoch',
      'cancelExit',
      'exitDelay',
      'finaliseExit',
      'paused',
      'requestExit',
      'revokeAgent',
      'AgentApproved',
      'ApprovalReplayed',
      'EpochChanging',
      'EpochsExhausted',
      'ExitNotFinalisable',
      'ExitRequestedAlready',
      'NoExitRequested',
    ],
  },
];
