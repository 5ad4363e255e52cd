import type { Hash } from '#lib/domain/address.ts';
import { assets } from '#lib/domain/asset.ts';
import type { ForcedExit, PendingDeposit, Withdrawal } from '#lib/domain/settlement.ts';
import { DASH, decimalText } from '#lib/format/decimal-text.ts';
import { formatLocalTime } from '#lib/format/format-time.ts';
import { shortenAddress } from '#lib/format/shorten-address.ts';
import type { Transfer } from '#lib/protocol/wire-transfer.ts';
import type { MoneyOnItsWay } from '#lib/trading/trading-state.ts';

/** A deposit, a withdrawal, an exit or what one paid, as a table writes it. */
export type TransferRow = {
  readonly key: string;
  readonly kind: 'Deposit' | 'Withdrawal' | 'Exit' | 'Paid by exit';
  /** Milliseconds since the epoch; `null` = on its way now. */
  readonly timeMs: number | null;
  /** A dash for an exit, which is of everything. */
  readonly asset: string;
  readonly amount: string;
  readonly status: string;
  /** What more there is to say of the status; `null` = nothing. */
  readonly note: string | null;
  readonly tone: 'plain' | 'busy' | 'done' | 'warn';
  readonly transaction: Hash | null;
};

/** The pages that were read of one list, and whether there are older ones. */
export type ReadList<Row> = { readonly rows: readonly Row[]; readonly hasMore: boolean };

export type TransferLists = {
  /** What the exchange told since the page is connected; `null` = nothing. */
  readonly money: MoneyOnItsWay | null;
  readonly deposits: ReadList<Transfer>;
  readonly withdrawals: ReadList<Withdrawal>;
  readonly exits: ReadList<ForcedExit>;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
};

/**
 * Everything that came in and went out, the newest first. Rows that are older than the end of a list
 * of which more is to be read wait until it is, so that none appears between others later.
 */
export function deriveTransfers(lists: TransferLists): readonly TransferRow[] {
  const { money, deposits, withdrawals, exits, nowMs } = lists;
  const told = money ?? { deposits: new Map(), withdrawals: new Map(), exits: new Map() };
  const rows = [
    ...[...told.deposits.values()].map(pendingRow),
    ...deposits.rows.map(depositRow),
    ...merged(withdrawals.rows, { told: told.withdrawals, idOf: ({ nonce }) => nonce }).map(
      withdrawalRow,
    ),
    ...merged(exits.rows, { told: told.exits, idOf: ({ id }) => id }).flatMap((exit) =>
      exitRows(exit, nowMs),
    ),
  ];
  const from = Math.max(
    endOf(deposits, ({ timestampMs }) => timestampMs),
    endOf(withdrawals, ({ requestedMs }) => requestedMs),
    endOf(exits, ({ requestedMs }) => requestedMs),
  );
  return rows
    .filter((row) => timeOf(row) >= from)
    .sort((one, other) => timeOf(other) - timeOf(one));
}

/** What was told last is the truth of a row. */
function merged<Row>(
  rows: readonly Row[],
  { told, idOf }: { readonly told: ReadonlyMap<number, Row>; readonly idOf: (row: Row) => number },
): readonly Row[] {
  const read = new Set(rows.map(idOf));
  const fresh = [...told].filter(([id]) => !read.has(id)).map(([, row]) => row);
  return [...fresh, ...rows.map((row) => told.get(idOf(row)) ?? row)];
}

/** The time of the oldest row that was read, where older ones are to come. */
function endOf<Row>({ rows, hasMore }: ReadList<Row>, timeMs: (row: Row) => number): number {
  const last = rows.at(-1);
  return !hasMore || last === undefined ? Number.NEGATIVE_INFINITY : timeMs(last);
}

function timeOf({ timeMs }: TransferRow): number {
  return timeMs ?? Number.POSITIVE_INFINITY;
}

function pendingRow(deposit: PendingDeposit): TransferRow {
  const { asset, quanta, confirmations, needed, transaction, depositId } = deposit;
  return {
    key: `pending ${depositId}`,
    kind: 'Deposit',
    timeMs: null,
    asset,
    amount: amountText(quanta, asset),
    status: `${confirmations} of ${needed} ${needed === 1 ? 'confirmation' : 'confirmations'}`,
    note: 'Credited as soon as its block is final.',
    tone: 'busy',
    transaction,
  };
}

function depositRow({ seq, asset, amount, timestampMs, transaction }: Transfer): TransferRow {
  return {
    key: `deposit ${seq}`,
    kind: 'Deposit',
    timeMs: timestampMs,
    asset,
    amount: amountText(amount, asset),
    status: 'Credited',
    note: null,
    tone: 'done',
    transaction,
  };
}

const WITHDRAWAL: Readonly<
  Record<Withdrawal['stage'], Pick<TransferRow, 'status' | 'note' | 'tone'>>
> = {
  requested: { status: 'Requested', note: 'Paid with one of the next batches.', tone: 'busy' },
  settling: { status: 'Settling', note: 'The batch that pays it was sent.', tone: 'busy' },
  paid: { status: 'Paid', note: null, tone: 'done' },
  returned: {
    status: 'Returned',
    note: 'It could not be paid in time, and is in your balance again.',
    tone: 'warn',
  },
};

function withdrawalRow(withdrawal: Withdrawal): TransferRow {
  const { nonce, asset, quanta, stage, transaction, requestedMs, to } = withdrawal;
  const { status, note, tone } = WITHDRAWAL[stage];
  const receiver = `To ${shortenAddress(to)}.`;
  return {
    key: `withdrawal ${nonce}`,
    kind: 'Withdrawal',
    timeMs: requestedMs,
    asset,
    amount: amountText(-quanta, asset),
    status,
    note: note === null ? receiver : `${receiver} ${note}`,
    tone,
    transaction,
  };
}

/** The exit itself, and under it what it paid. */
function exitRows(exit: ForcedExit, nowMs: number): readonly TransferRow[] {
  const { id, requestedMs: timeMs, transaction } = exit;
  const row = { timeMs, note: null, transaction } as const;
  const whole: TransferRow = {
    ...row,
    key: `exit ${id}`,
    kind: 'Exit',
    asset: DASH,
    amount: DASH,
    ...exitStatus(exit, nowMs),
  };
  const paid = exit.payouts.map(
    ({ asset, quanta, transaction: by }, index): TransferRow => ({
      ...row,
      key: `exit ${id} ${index}`,
      kind: 'Paid by exit',
      asset,
      amount: amountText(-quanta, asset),
      status: 'Paid',
      tone: 'done',
      transaction: by,
    }),
  );
  return [whole, ...paid];
}

function exitStatus(
  { stage, executableMs, canceledBy }: ForcedExit,
  nowMs: number,
): Pick<TransferRow, 'status' | 'note' | 'tone'> {
  switch (stage) {
    case 'requested': {
      const note = 'Requested on the chain. Anybody can have the contract pay it then.';
      if (nowMs >= executableMs) return { status: 'Payable now', note, tone: 'warn' };
      return { status: `Payable from ${formatLocalTime(executableMs)}`, note, tone: 'busy' };
    }
    case 'paid':
      return { status: 'Paid out', note: null, tone: 'done' };
    case 'canceled': {
      const by = canceledBy === null ? '' : ` by ${shortenAddress(canceledBy, 6)}`;
      return { status: 'Canceled', note: `Taken back on the chain${by}.`, tone: 'plain' };
    }
    default:
      return stage satisfies never;
  }
}

function amountText(quanta: number, symbol: string): string {
  const asset = assets.find((each) => each.symbol === symbol);
  if (asset === undefined) return DASH;
  const text = decimalText(BigInt(Math.abs(quanta)), asset.decimals);
  return quanta < 0 ? `−${text}` : `+${text}`;
}
