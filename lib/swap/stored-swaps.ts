import * as z from 'zod/mini';
import type { Hash } from '#lib/domain/address.ts';
import { addressField, countField, hashField } from '#lib/protocol/fields.ts';
import { swapsKey } from './may-have-pending-swap.ts';
import { storedCurrency } from './stored-currency.ts';
import { type StoredList, storedList } from './stored-list.ts';
import { isSwapErrorCode, type SwapErrorCode } from './swap-errors.ts';
import type { SwapRecord } from './swap-record.ts';

/** Swaps kept in this browser, newest first. */
const MAX_SWAPS = 50;

const amount = z.pipe(
  z.string().check(z.regex(/^\d{1,78}$/u, 'expected decimal digits')),
  z.transform((digits) => BigInt(digits)),
);

const bytes = z.custom<Hash>(
  (value) => typeof value === 'string' && /^0x(?:[0-9a-fA-F]{2}){0,20000}$/u.test(value),
  { error: 'expected bytes in hexadecimal' },
);

const errorCode = z.custom<SwapErrorCode>(
  (value) => typeof value === 'string' && isSwapErrorCode(value),
  { error: 'expected a code of the error table' },
);

const receipt = z.object({ blockNumber: amount, paid: amount, received: amount, cost: amount });

const outcome = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('pending') }),
  z.object({ kind: z.literal('confirmed'), receipt, confirmations: countField() }),
  z.object({ kind: z.literal('final'), receipt }),
  z.object({
    kind: z.literal('reverted'),
    blockNumber: amount,
    cost: amount,
    code: errorCode,
    final: z.boolean(),
  }),
  z.object({ kind: z.literal('replaced'), by: z.nullable(hashField) }),
  z.object({ kind: z.literal('canceled'), by: hashField }),
  z.object({ kind: z.literal('dropped') }),
]);

const transaction = z.object({
  hash: hashField,
  nonce: countField(),
  sender: z.optional(addressField),
  to: addressField,
  value: amount,
  input: bytes,
  sentBlock: amount,
  sentAtMs: countField(),
  deadline: z.nullable(countField()),
});

const record = z.object({
  id: hashField,
  chainId: countField(),
  account: addressField,
  kind: z.enum(['swap', 'wrap', 'unwrap']),
  pay: storedCurrency,
  receive: storedCurrency,
  exact: z.enum(['pay', 'receive']),
  payAmount: amount,
  receiveAmount: amount,
  transaction,
  outcome,
});

/** The swaps that were sent on a chain from this browser. */
export function storedSwaps(chainId: number): StoredList<SwapRecord> {
  return storedList<SwapRecord>({
    key: swapsKey(chainId),
    item: record,
    encode: withoutBigints,
    maxItems: MAX_SWAPS,
  });
}

/** A copy that JSON can hold: whole numbers beyond its range become decimal digits. */
function withoutBigints(swap: SwapRecord): unknown {
  const json = JSON.stringify(swap, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  return JSON.parse(json);
}
