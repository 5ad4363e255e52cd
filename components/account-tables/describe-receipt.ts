import { findMarketById } from '#lib/domain/market.ts';
import type { Receipt } from '#lib/domain/receipt.ts';
import { SELL_FLAG } from '#lib/domain/signed-order.ts';
import { decimalText } from '#lib/format/decimal-text.ts';
import { priceText, sizeText } from '#lib/order-ticket/ticket-text.ts';
import type { ReceiptProblem } from '#lib/trading/check-receipt.ts';

const PROBLEMS: Readonly<Record<ReceiptProblem, string>> = {
  order: 'It is the receipt of another order.',
  account: 'It is about an order of another account.',
  domain: 'It is for another network or another contract than this exchange settles on.',
  'order-hash': 'The order in it is not the one whose hash was signed.',
  block: 'The command in it is not in the block of the journal that it names.',
  signature: 'The signature is not that of the operator whom it names.',
  operator: 'Whoever signed it is not the operator that this exchange names.',
};

/** Why a receipt proves nothing, in a sentence. */
export function describeReceiptProblem(problem: ReceiptProblem): string {
  return PROBLEMS[problem];
}

/** One fact of a receipt. */
export type ReceiptFact = {
  readonly name: string;
  readonly value: string;
  /** What can be copied: an address or a hash. */
  readonly isCode: boolean;
};

/** What a receipt says, line by line: who confirms, what, and where it can be found. */
export function receiptFacts(receipt: Receipt): readonly ReceiptFact[] {
  const { firstSeq, lastSeq } = receipt.block;
  return [
    { name: 'Operator', value: receipt.operator, isCode: true },
    { name: 'Took', value: orderText(receipt), isCode: false },
    { name: 'Order hash', value: receipt.orderHash, isCode: true },
    {
      name: 'In the journal',
      value: `Command ${count(receipt.seq)}, in block ${count(firstSeq)} to ${count(lastSeq)}`,
      isCode: false,
    },
    { name: 'Journal before it', value: receipt.logHash, isCode: true },
  ];
}

/** The order as it was signed: its price is the worst that it takes, of whatever type it is. */
function orderText({ order }: Receipt): string {
  const market = findMarketById(order.market);
  if (market === undefined) return `An order in market ${order.market}`;
  const sells = (order.flags & SELL_FLAG) !== 0;
  const size = sizeText(order.quantity, market);
  const price = `${priceText(order.price, market)} ${market.quote}`;
  const trigger =
    order.triggerPrice === 0 ? '' : `, from ${priceText(order.triggerPrice, market)} on`;
  return `${sells ? 'Sell' : 'Buy'} ${size}, not ${sells ? 'below' : 'above'} ${price}${trigger}`;
}

function count(value: number): string {
  return decimalText(BigInt(value), 0);
}
