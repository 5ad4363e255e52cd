import { hexToBytes } from 'viem';
import { hexText } from '#server/hex-text.ts';
import type { MatchedTrade, SignedVersion, TradeSide } from './signed-version.ts';

/** Tells what is to be there after a restart; without value it is over. */
export type Keep = (kind: KeptKind, key: string | number, value: string | null) => void;

/** What is kept, each kind with keys of its own. */
export type KeptKind =
  | 'version'
  | 'trade'
  | 'candidate'
  | 'approval'
  | 'epoch'
  | 'progress'
  /** Batch of a trade that was settled later than its number says. */
  | 'late'
  /** Neither side of a trade could be settled: it is undone. */
  | 'annulled'
  /** Commands are missing. */
  | 'gap';

type VersionText = Omit<SignedVersion, 'signature'> & { readonly signature: `0x${string}` };
type SideText = Omit<TradeSide, 'version'> & { readonly version: VersionText | null };
type TradeText = Omit<MatchedTrade, 'maker' | 'taker'> & {
  readonly maker: SideText;
  readonly taker: SideText;
};

/** A version as it lies in the store. */
export function versionText(version: SignedVersion): string {
  return JSON.stringify(versionJson(version));
}

/** What `versionText` wrote; the store holds nothing else. */
export function versionOf(text: string): SignedVersion {
  return versionFrom(JSON.parse(text) as VersionText);
}

/** A trade, and whether it is left out, as it lies in the store. */
export function tradeText(trade: MatchedTrade, quarantined: boolean): string {
  const { maker, taker } = trade;
  return JSON.stringify({
    ...trade,
    maker: sideJson(maker),
    taker: sideJson(taker),
    quarantined,
  });
}

/** What `tradeText` wrote. */
export function tradeOf(text: string): {
  readonly trade: MatchedTrade;
  readonly quarantined: boolean;
} {
  const { quarantined, maker, taker, ...rest } = JSON.parse(text) as TradeText & {
    readonly quarantined: boolean;
  };
  return { trade: { ...rest, maker: sideFrom(maker), taker: sideFrom(taker) }, quarantined };
}

function versionJson(version: SignedVersion): VersionText {
  return { ...version, signature: hexText(version.signature) };
}

function versionFrom(text: VersionText): SignedVersion {
  return { ...text, signature: hexToBytes(text.signature) };
}

function sideJson({ account, version }: TradeSide): SideText {
  return { account, version: version === null ? null : versionJson(version) };
}

function sideFrom({ account, version }: SideText): TradeSide {
  return { account, version: version === null ? null : versionFrom(version) };
}
