/*
 * What the page calls of the clearing house, and the errors that a person is told of: the whole
 * interface would be downloaded by every browser. `custody-abi.test.ts` holds each entry to the
 * generated interface.
 */

const uint256 = { name: '', type: 'uint256' } as const;

/** Deposits, the end of a trading key, and the state that stands in their way. */
export const custodyAbi = [
  {
    type: 'function',
    name: 'deposit',
    inputs: [
      { name: 'token', type: 'address' },
      { name: 'amount', type: 'uint256' },
    ],
    outputs: [{ name: 'depositId', type: 'uint256' }],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    name: 'depositWithPermit',
    inputs: [
      { name: 'token', type: 'address' },
      { name: 'amount', type: 'uint256' },
      { name: 'deadline', type: 'uint256' },
      { name: 'v', type: 'uint8' },
      { name: 'r', type: 'bytes32' },
      { name: 's', type: 'bytes32' },
    ],
    outputs: [{ name: 'depositId', type: 'uint256' }],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    name: 'depositNative',
    inputs: [],
    outputs: [uint256],
    stateMutability: 'payable',
  },
  {
    type: 'function',
    name: 'revokeAgent',
    inputs: [
      { name: 'agent', type: 'address' },
      { name: 'nonce', type: 'uint48' },
    ],
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    name: 'paused',
    inputs: [],
    outputs: [{ name: '', type: 'bool' }],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'assetOf',
    inputs: [{ name: 'token', type: 'address' }],
    outputs: [uint256],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'assetAt',
    inputs: [{ name: 'asset', type: 'uint256' }],
    outputs: [
      {
        name: '',
        type: 'tuple',
        components: [
          { name: 'token', type: 'address' },
          { name: 'custody', type: 'uint64' },
          { name: 'unitExponent', type: 'uint8' },
          { name: 'depositsAllowed', type: 'bool' },
        ],
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'accountOf',
    inputs: [{ name: 'account', type: 'address' }],
    outputs: [
      {
        name: '',
        type: 'tuple',
        components: [
          { name: 'epoch', type: 'uint16' },
          { name: 'formerEpochUntil', type: 'uint32' },
          { name: 'oneShotNonce', type: 'uint48' },
          { name: 'exiting', type: 'bool' },
          { name: 'exitBindsAt', type: 'uint32' },
          { name: 'exitFinalisableAt', type: 'uint32' },
          { name: 'withdrawalNonce', type: 'uint48' },
        ],
      },
    ],
    stateMutability: 'view',
  },
  { type: 'error', name: 'ClearingHousePaused', inputs: [] },
  { type: 'error', name: 'NothingToDeposit', inputs: [] },
  { type: 'error', name: 'DepositsStopped', inputs: [{ name: 'asset', type: 'uint256' }] },
  { type: 'error', name: 'UnknownToken', inputs: [{ name: 'token', type: 'address' }] },
  {
    type: 'error',
    name: 'AccountExiting',
    inputs: [
      { name: 'account', type: 'address' },
      { name: 'bindsAt', type: 'uint256' },
    ],
  },
  {
    type: 'error',
    name: 'CustodyFull',
    inputs: [
      { name: 'asset', type: 'uint256' },
      { name: 'amount', type: 'uint256' },
      { name: 'room', type: 'uint256' },
    ],
  },
  {
    type: 'error',
    name: 'NotWholeQuanta',
    inputs: [
      { name: 'amount', type: 'uint256' },
      { name: 'lower', type: 'uint256' },
      { name: 'higher', type: 'uint256' },
    ],
  },
  {
    type: 'error',
    name: 'UnexpectedAmountReceived',
    inputs: [
      { name: 'token', type: 'address' },
      { name: 'expected', type: 'uint256' },
      { name: 'received', type: 'uint256' },
    ],
  },
  {
    type: 'error',
    name: 'SafeERC20FailedOperation',
    inputs: [{ name: 'token', type: 'address' }],
  },
] as const;
