import type { ErrorEntry } from './error-entry.ts';

const ACCOUNT = -32018;
const LEDGER = -32019;
const SETTLEMENT = -32013;
const RISK = -32011;

/** What is refused because of what the contract holds, or is to be told. */
export const custodyErrors = {
  'account/frozen': {
    message:
      'The account is frozen: it leaves the exchange, or could not be settled. It takes no orders; what it has leaves through the exit.',
    httpStatus: 409,
    jsonRpcCode: ACCOUNT,
  },
  'account/not-frozen': {
    message: 'Only the trade of a frozen account can be given to another one.',
    httpStatus: 409,
    jsonRpcCode: ACCOUNT,
  },
  'ledger/unknown-withdrawal': {
    message: 'There is no withdrawal with this nonce on its way. Look at the list of withdrawals.',
    httpStatus: 404,
    jsonRpcCode: LEDGER,
  },
  'ledger/too-many-withdrawals': {
    message:
      'Sixteen withdrawals of this account are on their way. Wait until one of them is paid.',
    httpStatus: 409,
    jsonRpcCode: LEDGER,
  },
  'ledger/invalid-unit': {
    message:
      'The amount is no whole number of the smallest unit of this asset. Send one of the nearest.',
    httpStatus: 400,
    jsonRpcCode: LEDGER,
  },
  'ledger/withdrawal-too-small': {
    message:
      'The amount is below the least that is paid out. Withdraw at least what is named here; leaving through the exit pays everything.',
    httpStatus: 400,
    jsonRpcCode: LEDGER,
  },
  'ledger/withdrawal-duplicate': {
    message:
      'This withdrawal is on its way already, so nothing was done. Look at the list of withdrawals.',
    httpStatus: 409,
    jsonRpcCode: LEDGER,
  },
  'ledger/receiver-refused': {
    message:
      'What is sent to this address would be lost: it is nobody’s, or a contract of the exchange. Name an address of your own.',
    httpStatus: 400,
    jsonRpcCode: LEDGER,
  },
  'risk/unsettled-contract-exposure': {
    message:
      'Too much of this account hangs on its contract’s signatures. Wait until trades are settled, order less, or approve a trading key on chain.',
    httpStatus: 409,
    jsonRpcCode: RISK,
  },
  'risk/backstop-exhausted': {
    message:
      'What hangs on contracts’ signatures takes all that is kept ready for it. Try again after settlement, or approve a trading key on chain.',
    httpStatus: 503,
    jsonRpcCode: RISK,
  },
  'settlement/unknown': {
    message: 'There is no batch of this number yet. The list is at /v1/settlements.',
    httpStatus: 404,
    jsonRpcCode: SETTLEMENT,
  },
  'settlement/wrong-batch': {
    message: 'The batch is not the next one. Look at the number of the last settled batch.',
    httpStatus: 409,
    jsonRpcCode: SETTLEMENT,
  },
  'settlement/wrong-trade': {
    message: 'There is no such trade, or it is settled already.',
    httpStatus: 409,
    jsonRpcCode: SETTLEMENT,
  },
  'settlement/too-many-quarantined': {
    message: 'As many trades as may be left out of batches are left out. Resolve some of them.',
    httpStatus: 503,
    jsonRpcCode: SETTLEMENT,
  },
} as const satisfies Readonly<Record<string, ErrorEntry>>;
