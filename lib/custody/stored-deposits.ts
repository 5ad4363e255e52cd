import * as z from 'zod/mini';
import type { SentTransaction } from '#lib/chain/look-at-transaction.ts';
import type { Hash } from '#lib/domain/address.ts';
import { addressField, countField, hashField } from '#lib/protocol/fields.ts';
import { storedList, type TextStorage } from '#lib/swap/stored-list.ts';
import type { CustodyChoice } from './custody-choice.ts';
import type { DepositKeeper, KeptDeposit } from './deposit-session.ts';
import { type DepositOwner, depositsKey } from './may-have-deposit.ts';

/** Deposits of one account that may be under way at a time; nobody has so many. */
const MOST_DEPOSITS = 20;
/** What is in no block for so long will never be. */
const KEPT_MS = 86_400_000;

const amount = z.pipe(
  z.string().check(z.regex(/^\d{1,78}$/u, 'expected decimal digits')),
  z.transform((digits) => BigInt(digits)),
);

const bytes = z.custom<Hash>(
  (value) => typeof value === 'string' && /^0x(?:[0-9a-fA-F]{2}){0,2000}$/u.test(value),
);

const stored = z.object({
  hash: hashField,
  choice: z.string(),
  amount,
  approval: z.enum(['none', 'permit', 'approve']),
  sentMs: countField(),
  call: z.nullable(
    z.object({
      from: addressField,
      nonce: countField(),
      to: z.nullable(addressField),
      value: amount,
      input: bytes,
      sinceBlock: amount,
    }),
  ),
});

type StoredDeposit = z.output<typeof stored>;

export type StoredDepositsOptions = {
  readonly storage: TextStorage;
  readonly chainId: number;
  readonly choices: readonly CustodyChoice[];
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/** Keeps deposits that are under way in the browser's storage, by chain and account. */
export function storedDeposits({
  storage,
  chainId,
  choices,
  now,
}: StoredDepositsOptions): DepositKeeper {
  const listOf = (owner: DepositOwner['account']) =>
    storedList<StoredDeposit>({
      key: depositsKey({ chainId, account: owner }),
      item: stored,
      encode: withDigits,
      maxItems: MOST_DEPOSITS,
    });
  return {
    all: (account) =>
      listOf(account)
        .read(storage)
        .filter(({ sentMs }) => now() - sentMs < KEPT_MS)
        .flatMap((each) => keptOf(each, choices)),
    put(account, { order, sent }, before) {
      const list = listOf(account);
      const kept = list.read(storage);
      const sentMs = kept.find(({ hash }) => hash === before)?.sentMs ?? now();
      const { choice, amount: paid, approval } = order;
      const deposit = { ...sent, choice: choice.id, amount: paid, approval, sentMs };
      // Other tabs keep theirs in the same place.
      const others = kept.filter(({ hash }) => hash !== before && hash !== sent.hash);
      list.write(storage, [deposit, ...others]);
    },
    drop(account, gone) {
      const list = listOf(account);
      const kept = list.read(storage);
      if (kept.some(({ hash }) => hash === gone)) {
        list.write(
          storage,
          kept.filter(({ hash }) => hash !== gone),
        );
      }
    },
  };
}

/** None where the asset is not there any more. */
function keptOf(
  { choice: id, amount: paid, approval, hash, call }: StoredDeposit,
  choices: readonly CustodyChoice[],
): readonly KeptDeposit[] {
  const choice = choices.find((each) => each.id === id);
  if (choice === undefined || paid % choice.unit !== 0n) return [];
  const quanta = Number(paid / choice.unit);
  const sent: SentTransaction = { hash, call };
  return [{ order: { choice, amount: paid, quanta, approval }, sent }];
}

function withDigits(deposit: StoredDeposit): unknown {
  const json = JSON.stringify(deposit, (_, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  return JSON.parse(json);
}
