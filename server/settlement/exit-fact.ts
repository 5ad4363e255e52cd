import * as z from 'zod/mini';
import { assets } from '#lib/domain/asset.ts';
import { BINDING_DELAY_SECONDS } from '#lib/domain/clearing-house-listing.ts';
import type { ExitPayout, ForcedExit } from '#lib/domain/settlement.ts';
import { addressField, countField, hashField } from '#lib/protocol/fields.ts';
import type { CustodyEvent } from '#server/chain/index.ts';
import { ledgerAsset } from './asset-numbers.ts';

/** A block has fewer logs than that. */
const LOGS_A_BLOCK = 65_536;

const place = {
  account: addressField,
  block: countField(),
  logIndex: countField(),
  transaction: hashField,
};

/** What the contract told of an exit, as it is kept. */
export const exitFact = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('exit-requested'),
    bindsAt: countField(),
    finalisableAt: countField(),
    ...place,
  }),
  z.object({ kind: z.literal('exit-canceled'), ...place }),
  z.object({ kind: z.literal('exited'), asset: countField(), quanta: countField(), ...place }),
]);

export type ExitFact = z.output<typeof exitFact>;

/** What an event tells of an exit; `null` when it tells of something else. */
export function exitFactOf(event: CustodyEvent): ExitFact | null {
  const { block, logIndex, transaction } = event;
  const where = { block, logIndex, transaction };
  switch (event.kind) {
    case 'exit-requested': {
      const { kind, account, bindsAt, finalisableAt } = event;
      return { kind, account, bindsAt, finalisableAt, ...where };
    }
    case 'exit-canceled':
      return { kind: event.kind, account: event.account, ...where };
    case 'exited': {
      const { kind, account, asset, quanta } = event;
      return { kind, account, asset, quanta, ...where };
    }
    default:
      return null;
  }
}

/** Where a fact stands among all facts of a chain; grows with them. */
export function placeOf({ block, logIndex }: Pick<ExitFact, 'block' | 'logIndex'>): number {
  return block * LOGS_A_BLOCK + logIndex;
}

/** An account's exits out of its facts, which stand in order; the newest first. */
export function exitsOf(facts: readonly ExitFact[]): readonly ForcedExit[] {
  const exits: ForcedExit[] = [];
  let isOpen = false;
  for (const fact of facts) {
    const newest = exits.length - 1;
    const last = exits[newest];
    if (fact.kind === 'exit-requested') {
      exits.push(requested(fact));
      isOpen = true;
    } else if (last === undefined || !isOpen) {
      // Its beginning is not known here.
    } else if (fact.kind === 'exited') {
      exits[newest] = { ...last, stage: 'paid', payouts: [...last.payouts, ...payoutOf(fact)] };
    } else {
      isOpen = false;
      // Whoever was paid and comes back has left nevertheless.
      if (last.stage === 'requested') {
        exits[newest] = { ...last, stage: 'canceled', canceledBy: fact.transaction };
      }
    }
  }
  return exits.reverse();
}

function requested(fact: Extract<ExitFact, { kind: 'exit-requested' }>): ForcedExit {
  const { bindsAt, finalisableAt, transaction } = fact;
  return {
    id: placeOf(fact),
    stage: 'requested',
    requestedMs: (bindsAt - BINDING_DELAY_SECONDS) * 1_000,
    bindsMs: bindsAt * 1_000,
    executableMs: finalisableAt * 1_000,
    transaction,
    canceledBy: null,
    payouts: [],
  };
}

/** None of an asset that is not traded here. */
function payoutOf(fact: Extract<ExitFact, { kind: 'exited' }>): readonly ExitPayout[] {
  const id = ledgerAsset(fact.asset);
  const asset = assets.find((each) => each.id === id)?.symbol;
  if (asset === undefined) return [];
  return [{ asset, quanta: fact.quanta, transaction: fact.transaction }];
}
