import { type Address, sameAddress } from '#lib/domain/address.ts';
import { formatAge, formatLocalTime } from '#lib/format/format-time.ts';
import { shortenAddress } from '#lib/format/shorten-address.ts';
import { amountText } from '#lib/order-ticket/ticket-text.ts';
import type { Agent } from '#lib/protocol/wire-agent.ts';

/** A trading key as a table writes it. */
export type KeyRow = {
  readonly address: Address;
  readonly shortAddress: string;
  /** The key that this page signs with. */
  readonly isOwn: boolean;
  /** `in 29d`. */
  readonly expires: string;
  readonly expiresNote: string;
  /** It ends soon enough to be renewed now. */
  readonly endsSoon: boolean;
  readonly markets: string;
  /** Largest order. */
  readonly limit: string;
};

const SOON_MS = 3 * 86_400_000;
const QUOTE = 'USDT';

/** The keys that may trade for the account: this browser's first, then the newest. */
export function deriveKeys(
  agents: readonly Agent[],
  { own, nowMs }: { readonly own: Address | null; readonly nowMs: number },
): readonly KeyRow[] {
  const isOwn = ({ address }: Agent) => own !== null && sameAddress(address, own);
  return agents
    .filter(({ expiresMs }) => expiresMs > nowMs)
    .sort((one, other) => Number(isOwn(other)) - Number(isOwn(one)) || other.number - one.number)
    .map((agent) => ({
      address: agent.address,
      shortAddress: shortenAddress(agent.address, 6),
      isOwn: isOwn(agent),
      expires: `in ${formatAge(agent.expiresMs - nowMs)}`,
      expiresNote: formatLocalTime(agent.expiresMs),
      endsSoon: agent.expiresMs - nowMs < SOON_MS,
      markets: agent.symbols === null ? 'All markets' : agent.symbols.join(', '),
      limit: agent.maxNotional === null ? 'No limit' : amountText(agent.maxNotional, QUOTE).text,
    }));
}
