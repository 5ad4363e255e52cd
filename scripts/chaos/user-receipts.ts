import type { OrderDomain } from '#lib/chain/order-typed-data.ts';
import type { Address } from '#lib/domain/address.ts';
import type { SignedOrder } from '#lib/domain/signed-order.ts';
import { parseJson } from '#lib/protocol/exact-json.ts';
import { decodeReceipt } from '#lib/protocol/rest/receipt.ts';
import { checkReceipt } from '#lib/trading/check-receipt.ts';
import { placingOf } from '#server/sequencer/index.ts';
import type { ChaosRest } from './chaos-rest.ts';
import { type Acknowledged, type ToldFacts, versionOf } from './told-facts.ts';

export type UserReceiptsOptions = {
  /** Whose orders they are, lower case. */
  readonly address: Address;
  readonly rest: ChaosRest;
  readonly domain: OrderDomain;
  /** Who has to sign them. */
  readonly operator: Address;
  readonly told: ToldFacts;
};

/** What the operator has signed of somebody's orders: downloaded, verified, and kept over all crashes. */
export class UserReceipts {
  readonly #options: UserReceiptsOptions;

  constructor(options: UserReceiptsOptions) {
    this.#options = options;
  }

  /** An order of this number was acknowledged. */
  placed(orderId: number, order: SignedOrder | null): void {
    const { address, told } = this.#options;
    told.accept({ orderId, seq: placingOf(orderId).seq, address, order });
  }

  /** Own orders and changes whose receipts it has, or has not yet. */
  all(areKept: boolean): readonly Acknowledged[] {
    const { address, told } = this.#options;
    return [...told.accepted.values()].filter(
      (each) => each.address === address && told.receipts.has(versionOf(each)) === areKept,
    );
  }

  /**
   * Downloads a receipt.
   *
   * @returns Why there is none, as a code; `null` when it is kept.
   * @throws Error when it is not of this order, not the operator's word, or another one than before.
   */
  async download(wanted: Acknowledged): Promise<string | null> {
    const { rest, domain, operator, told, address: owner } = this.#options;
    const { orderId, seq } = wanted;
    const text = await rest.text(`/v1/orders/${orderId}/receipt?seq=${seq}`);
    if (text === null) return 'no answer';
    const answer = parseJson(text);
    const code = refusalOf(answer);
    if (code !== null) return code;
    const receipt = decodeReceipt(answer);
    const problem = await checkReceipt(receipt, { orderId, owner, domain, operator });
    if (problem !== null || receipt.seq !== seq) {
      throw new Error(`the receipt of order ${orderId} is wrong in its ${problem ?? 'command'}`);
    }
    told.receipt(receipt);
    return null;
  }
}

function refusalOf(answer: unknown): string | null {
  if (typeof answer !== 'object' || answer === null || 'signature' in answer) return null;
  return JSON.stringify(answer);
}
