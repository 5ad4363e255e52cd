/*
 * What leaving the clearing house takes of its interface: the whole would be downloaded by every
 * browser. `exit-abi.test.ts` holds each entry to the generated interface.
 */

/** The clearing house as its accounts use it without an operator. */
export const exitAbi = [
  {
    type: 'function',
    name: 'BINDING_DELAY',
    inputs: [],
    outputs: [
      {
        name: '',
        type: 'uint256',
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'accountOf',
    inputs: [
      {
        name: 'account',
        type: 'address',
      },
    ],
    outputs: [
      {
        name: '',
        type: 'tuple',
        components: [
          {
            name: 'epoch',
            type: 'uint16',
          },
          {
            name: 'formerEpochUntil',
            type: 'uint32',
          },
          {
            name: 'oneShotNonce',
            type: 'uint48',
          },
          {
            name: 'exiting',
            type: 'bool',
          },
          {
            name: 'exitBindsAt',
            type: 'uint32',
          },
          {
            name: 'exitFinalisableAt',
            type: 'uint32',
          },
          {
            name: 'withdrawalNonce',
            type: 'uint48',
          },
        ],
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'agentOf',
    inputs: [
      {
        name: 'account',
        type: 'address',
      },
      {
        name: 'agent',
        type: 'address',
      },
    ],
    outputs: [
      {
        name: 'present',
        type: 'tuple',
        components: [
          {
            name: 'expiry',
            type: 'uint32',
          },
          {
            name: 'nonce',
            type: 'uint48',
          },
          {
            name: 'markets',
            type: 'uint64',
          },
          {
            name: 'maxNotional',
            type: 'uint64',
          },
        ],
      },
      {
        name: 'former',
        type: 'tuple',
        components: [
          {
            name: 'until',
            type: 'uint32',
          },
          {
            name: 'expiry',
            type: 'uint32',
          },
          {
            name: 'markets',
            type: 'uint64',
          },
          {
            name: 'maxNotional',
            type: 'uint64',
          },
        ],
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'assetAt',
    inputs: [
      {
        name: 'asset',
        type: 'uint256',
      },
    ],
    outputs: [
      {
        name: '',
        type: 'tuple',
        components: [
          {
            name: 'token',
            type: 'address',
          },
          {
            name: 'custody',
            type: 'uint64',
          },
          {
            name: 'unitExponent',
            type: 'uint8',
          },
          {
            name: 'depositsAllowed',
            type: 'bool',
          },
        ],
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'assetCount',
    inputs: [],
    outputs: [
      {
        name: '',
        type: 'uint256',
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'balancesOf',
    inputs: [
      {
        name: 'account',
        type: 'address',
      },
    ],
    outputs: [
      {
        name: 'quanta',
        type: 'uint256[]',
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'bumpEpoch',
    inputs: [],
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    name: 'cancelExit',
    inputs: [],
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    name: 'exitDelay',
    inputs: [],
    outputs: [
      {
        name: '',
        type: 'uint256',
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'finaliseExit',
    inputs: [
      {
        name: 'account',
        type: 'address',
      },
      {
        name: 'assets',
        type: 'uint256[]',
      },
    ],
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    name: 'paused',
    inputs: [],
    outputs: [
      {
        name: '',
        type: 'bool',
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'requestExit',
    inputs: [],
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    name: 'revokeAgent',
    inputs: [
      {
        name: 'agent',
        type: 'address',
      },
      {
        name: 'nonce',
        type: 'uint48',
      },
    ],
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'event',
    name: 'AgentApproved',
    inputs: [
      {
        name: 'account',
        type: 'address',
        indexed: true,
      },
      {
        name: 'agent',
        type: 'address',
        indexed: true,
      },
      {
        name: 'expiry',
        type: 'uint32',
        indexed: false,
      },
      {
        name: 'markets',
        type: 'uint64',
        indexed: false,
      },
      {
        name: 'maxNotional',
        type: 'uint64',
        indexed: false,
      },
      {
        name: 'nonce',
        type: 'uint48',
        indexed: false,
      },
      {
        name: 'formerUntil',
        type: 'uint32',
        indexed: false,
      },
    ],
    anonymous: false,
  },
  {
    type: 'error',
    name: 'ApprovalReplayed',
    inputs: [
      {
        name: 'account',
        type: 'address',
      },
      {
        name: 'agent',
        type: 'address',
      },
      {
        name: 'nonce',
        type: 'uint256',
      },
      {
        name: 'last',
        type: 'uint256',
      },
    ],
  },
  {
    type: 'error',
    name: 'EpochChanging',
    inputs: [
      {
        name: 'account',
        type: 'address',
      },
      {
        name: 'bindsAt',
        type: 'uint256',
      },
    ],
  },
  {
    type: 'error',
    name: 'EpochsExhausted',
    inputs: [
      {
        name: 'account',
        type: 'address',
      },
    ],
  },
  {
    type: 'error',
    name: 'ExitNotFinalisable',
    inputs: [
      {
        name: 'account',
        type: 'address',
      },
      {
        name: 'finalisableAt',
        type: 'uint256',
      },
    ],
  },
  {
    type: 'error',
    name: 'ExitRequestedAlready',
    inputs: [
      {
        name: 'account',
        type: 'address',
      },
      {
        name: 'finalisableAt',
        type: 'uint256',
      },
    ],
  },
  {
    type: 'error',
    name: 'NoExitRequested',
    inputs: [
      {
        name: 'account',
        type: 'address',
      },
    ],
  },
] as const;
