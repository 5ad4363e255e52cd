import { bytesToHex } from 'viem';
import { signableOrder } from '#lib/domain/signable-order.ts';
import type { SignedOrder } from '#lib/domain/signed-order.ts';
import type { Command, EngineEvent } from '#server/engine/index.ts';
import type { RecordBlock } from '#server/journal/index.ts';
import { type RecordedOrder, recordedChange, recordedOrder } from '#server/receipts/index.ts';
import { placingOf } from '#server/sequencer/index.ts';
import { versionOf } from './told-facts.ts';

/** Commands that became durable together. */
export type BlockFact = {
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Chain hash before it, and behind it. */
  readonly before: string;
  readonly hash: string;
};

/** Who is asked for an account's address has none here: receipts name it. */
const NOBODY = '0x0000000000000000000000000000000000000000';

/** Writes down what receipts are about: blocks, and what was signed for orders in them. */
export class BlockScribe {
  readonly blocks: BlockFact[] = [];
  readonly signed = new Map<string, Omit<SignedOrder, 'account'>>();
  readonly #placed = new Map<number, RecordedOrder>();

  begin({ firstSeq, count, chain, previousChain }: RecordBlock): void {
    this.blocks.push({
      firstSeq,
      lastSeq: firstSeq + count - 1,
      before: bytesToHex(previousChain),
      hash: bytesToHex(chain),
    });
  }

  take(event: EngineEvent, command: Command): void {
    if (event.kind === 'accepted' && command.kind === 'place') {
      const { orderId, takeProfit, stopLoss } = command;
      for (const id of [orderId, takeProfit?.orderId, stopLoss?.orderId]) {
        const recorded = id === undefined ? null : recordedOrder(command, id);
        if (id === undefined || recorded === null) continue;
        // What commands are read into is used again for the next one.
        this.#placed.set(id, structuredClone(recorded));
        this.#note(recorded, { orderId: id, seq: placingOf(id).seq });
      }
    } else if (event.kind === 'modified' && command.kind === 'modify') {
      const { orderId } = event;
      const placed = this.#placed.get(orderId);
      if (placed === undefined) return;
      const recorded = recordedChange({ ...command, orderId }, { orderId, placed });
      if (recorded !== null) this.#note(recorded, { orderId, seq: command.seq });
    }
  }

  #note(
    { terms, market, authority }: RecordedOrder,
    version: { readonly orderId: number; readonly seq: number },
  ): void {
    if (authority === null) return;
    const { account: _, ...signed } = signableOrder(terms, {
      account: NOBODY,
      market,
      by: authority,
    });
    this.signed.set(versionOf(version), signed);
  }
}
