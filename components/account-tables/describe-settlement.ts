import type { TradeSettlement } from '#lib/domain/settlement.ts';

/** A trade's settlement in a word, and in a sentence. */
export type SettlementWords = {
  readonly label: string;
  readonly note: string;
  readonly tone: 'plain' | 'warn' | 'done';
};

/** How far a trade is on its way to the chain, in words. */
export function describeSettlement({ stage, batch }: TradeSettlement): SettlementWords {
  const named = batch === null ? 'a batch' : `batch ${batch}`;
  switch (stage) {
    case 'matched':
      return {
        label: 'Matched',
        note: 'Final, and yours to trade with. It goes to the chain with the next batch.',
        tone: 'plain',
      };
    case 'settling':
      return {
        label: 'Settling',
        note: `In ${named}, which is on its way to the chain.`,
        tone: 'plain',
      };
    case 'settled':
      return { label: 'Settled', note: `On chain in ${named}, finally.`, tone: 'done' };
    case 'quarantined':
      return {
        label: 'Held back',
        note: 'The contract does not take this trade as it is; the operator looks into it. It stays final in your balance.',
        tone: 'warn',
      };
    case 'annulled':
      return {
        label: 'Annulled',
        note: 'Neither side of it could be settled. It is undone: what you gave is in your balance again, and what you received is not.',
        tone: 'warn',
      };
    default:
      return stage satisfies never;
  }
}
