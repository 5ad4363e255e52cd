import type { AssetHoldings, Holdings, LiabilityReport } from './holdings.ts';

/**
 * What an asset's figures say: `covered` (the contract holds at least what it owes), `short` (it holds
 * less), `unknown` (its token does not answer).
 */
export type Cover = 'covered' | 'short' | 'unknown';

/** One asset; amounts in base units of its token. */
export type SolvencyRow = AssetHoldings & {
  readonly cover: Cover;
  /** What is held beyond what is owed; negative = missing, `null` = not known. */
  readonly surplus: bigint | null;
  /** What the operator says that it owes; `null` while it does not say. */
  readonly liabilities: bigint | null;
  /** Of that the fee account's and the backstop's. */
  readonly exchangeOwned: bigint | null;
  /** Custody at the report's block less liabilities; `null` where one of them is not known. */
  readonly reportGap: bigint | null;
};

export type Solvency = {
  readonly rows: readonly SolvencyRow[];
  /** The worst of all assets: short before unknown. */
  readonly cover: Cover;
  /** Whether the operator's figures are the chain's; `null` where they could not be compared. */
  readonly reportAgrees: boolean | null;
};

/**
 * Puts the chain's figures beside the operator's.
 *
 * @param latest - what is held and owed now
 * @param report - what the operator says; `null` while it says nothing
 * @param atReport - the chain at the report's block; `null` when the node could not say
 */
export function deriveSolvency({
  latest,
  report,
  atReport,
}: {
  readonly latest: Holdings;
  readonly report: LiabilityReport | null;
  readonly atReport: Holdings | null;
}): Solvency {
  const rows = latest.assets.map((asset) => rowOf(asset, { report, atReport }));
  const gaps = rows.map(({ reportGap }) => reportGap);
  const complete = gaps.length > 0 && gaps.every((gap) => gap !== null);
  return {
    rows,
    cover: worstOf(rows),
    reportAgrees: complete ? gaps.every((gap) => gap === 0n) : null,
  };
}

function rowOf(
  asset: AssetHoldings,
  {
    report,
    atReport,
  }: { readonly report: LiabilityReport | null; readonly atReport: Holdings | null },
): SolvencyRow {
  const { held, custody, unit, number, symbol } = asset;
  const reported = report?.assets.find(({ token }) => token === symbol);
  const then = atReport?.assets.find((candidate) => candidate.number === number);
  const liabilities = reported === undefined ? null : BigInt(reported.liabilities) * unit;
  const surplus = held === null ? null : held - custody;
  return {
    ...asset,
    surplus,
    cover: coverOf(surplus),
    liabilities,
    exchangeOwned: reported === undefined ? null : BigInt(reported.exchangeOwned) * unit,
    reportGap: then === undefined || liabilities === null ? null : then.custody - liabilities,
  };
}

function coverOf(surplus: bigint | null): Cover {
  if (surplus === null) return 'unknown';
  return surplus < 0n ? 'short' : 'covered';
}

function worstOf(rows: readonly SolvencyRow[]): Cover {
  const covers = rows.map(({ cover }) => cover);
  if (covers.includes('short')) return 'short';
  return covers.length === 0 || covers.includes('unknown') ? 'unknown' : 'covered';
}
