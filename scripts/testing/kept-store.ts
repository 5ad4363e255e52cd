import type { BookStore } from '#server/settlement/index.ts';
import type { DepositRow, KeptChange, SettlementRow, WithdrawalRow } from '#server/store/index.ts';

/** What settlement keeps over a restart, in memory: a copy of it is what a crash leaves. */
export class KeptStore implements BookStore {
  readonly rows = new Map<string, KeptChange & { readonly value: string }>();
  readonly batches = new Map<number, SettlementRow>();
  readonly requested = new Map<string, WithdrawalRow>();
  readonly deposits: DepositRow[] = [];

  copy(): KeptStore {
    const copy = new KeptStore();
    for (const [key, row] of this.rows) copy.rows.set(key, row);
    for (const [key, row] of this.batches) copy.batches.set(key, row);
    for (const [key, row] of this.requested) copy.requested.set(key, row);
    copy.deposits.push(...this.deposits);
    return copy;
  }

  keep(change: KeptChange): void {
    const key = `${change.kind} ${change.key}`;
    const { value } = change;
    if (value === null) this.rows.delete(key);
    else this.rows.set(key, { ...change, value });
  }

  putDeposit(row: DepositRow): void {
    this.deposits.push(row);
  }

  putSettlement(row: SettlementRow): void {
    this.batches.set(row.batch, row);
  }

  putWithdrawal(row: WithdrawalRow): void {
    this.requested.set(`${row.account}:${row.nonce}`, row);
  }

  async kept() {
    return await Promise.resolve([...this.rows.values()]);
  }

  async settlements({ before, limit }: { readonly before: number | null; readonly limit: number }) {
    const rows = [...this.batches.values()].filter(
      ({ batch }) => before === null || batch < before,
    );
    return await Promise.resolve(rows.sort((a, b) => b.batch - a.batch).slice(0, limit));
  }

  async openWithdrawals() {
    const rows = [...this.requested.values()].filter(({ status }) => status === 'requested');
    return await Promise.resolve(rows.sort((a, b) => a.seq - b.seq));
  }

  async withdrawals({ account }: { readonly account: number }) {
    const rows = [...this.requested.values()].filter((row) => row.account === account);
    return await Promise.resolve(rows.sort((a, b) => b.nonce - a.nonce));
  }
}
