import {
  type AnnulTrades,
  type ApproveAgent,
  type Authority,
  type BumpEpoch,
  type CancelOrder,
  type Command,
  type ConfirmApproval,
  type FinishWithdrawal,
  type FreezeAccount,
  freezeReasons,
  type KeyLimits,
  type Leg,
  type ListMarket,
  type ModifyOrder,
  type NoteApproval,
  type NoteCancel,
  type NoteEpoch,
  type NoteRevocation,
  type PlaceOco,
  type PlaceOrder,
  type QuarantineTrade,
  type ReassignTrade,
  type RequestWithdrawal,
  type ReserveNonces,
  type RevokeAgent,
  SELL,
  type SettleBatch,
  SOURCES,
  type SubmitBatch,
} from '#server/engine/index.ts';
import { addressOf } from './command-builder.ts';
import type { SeededRandom } from './seeded-random.ts';

const MAX_WORD = 2_147_483_647;
const MAX_AMOUNT = Number.MAX_SAFE_INTEGER;

/** Under which the profiles list nothing. */
const FREE_MARKET = 60;

const sizes = [0, -1, 1, 2, 61, 100, 200, 300, 1_999, 2_001, MAX_WORD, MAX_WORD + 1] as const;
const prices = [0, -1, 1, 2, 1_000, 100_000, MAX_WORD - 1, MAX_WORD, MAX_WORD + 1] as const;
const displays = [0, -1, 1, 3, 10, 60, MAX_WORD] as const;
const times = [0, 1, 999, 1_000_000, MAX_AMOUNT] as const;
const amounts = [0, -1, 1, MAX_AMOUNT, MAX_AMOUNT + 1] as const;
const accounts = [0, 1, 2, 3, 77] as const;
const markets = [0, 1, 2, 3, 4, 63, 64] as const;
const names = [0, 1, 2, 3, 4, 5, MAX_AMOUNT] as const;
const ppm = [0, 1, 999_999, 1_000_000, 1_000_001, -1, 1_000_000_001] as const;

/** A command of which one field has any value, often one that is at or beyond a limit. */
export function withFault(command: Command, random: SeededRandom): Command {
  switch (command.kind) {
    case 'place':
      return random.chance(0.25)
        ? { ...command, ...attachedFault(command, random) }
        : { ...command, ...orderFault(random) };
    case 'place-oco':
      return { ...command, ...pairFault(command, random) };
    case 'modify':
      return { ...command, ...modifyFault(random) };
    case 'cancel':
      return { ...command, ...cancelFault(random) };
    case 'cancel-all':
      return random.chance(0.5)
        ? { ...command, account: random.pick(accounts) }
        : { ...command, market: random.pick(markets) };
    case 'arm-dead-man':
      return random.chance(0.5)
        ? { ...command, account: random.pick(accounts) }
        : { ...command, deadline: random.pick(times) };
    case 'deposit':
    case 'withdraw':
      return random.chance(0.2)
        ? { ...command, source: random.pick([-1, SOURCES]) }
        : { ...command, ...moneyFault(random) };
    case 'set-price':
      return random.chance(0.3)
        ? { ...command, market: random.pick(markets) }
        : { ...command, price: random.pick(prices) };
    case 'set-market-state':
      return { ...command, market: random.pick(markets) };
    case 'list-market':
      return random.chance(0.3)
        ? { ...command, market: random.pick(markets) }
        : { ...command, market: FREE_MARKET, ...marketFault(random) };
    case 'open-account':
      return random.chance(0.5)
        ? { ...command, account: random.pick(accounts) }
        : { ...command, address: `0x${'0'.repeat(39)}1` };
    case 'tick':
      return command;
    default:
      return withIdentityFault(command, random);
  }
}

type IdentityCommand = ApproveAgent | RevokeAgent | BumpEpoch | ReserveNonces;

type NoteCommand = NoteCancel | NoteApproval | NoteRevocation | NoteEpoch | ConfirmApproval;

type CustodyCommand =
  | RequestWithdrawal
  | FinishWithdrawal
  | FreezeAccount
  | SubmitBatch
  | SettleBatch
  | QuarantineTrade
  | ReassignTrade
  | AnnulTrades;

function withIdentityFault(
  command: IdentityCommand | NoteCommand | CustodyCommand,
  random: SeededRandom,
): Command {
  if ('account' in command && random.chance(0.3))
    return { ...command, account: random.pick(accounts) };
  switch (command.kind) {
    case 'approve-agent':
      return { ...command, ...approvalFault(random) };
    case 'revoke-agent':
      return { ...command, address: addressOf(random.pick([1, 101, 125, 149])) };
    case 'bump-epoch':
      return { ...command, epoch: random.pick([0, 1, 2, 65_535, 65_536]) };
    case 'reserve-nonces':
      return { ...command, agent: random.pick([0, 1, 2, 30, MAX_WORD]) };
    default:
      return withNoteFault(command, random);
  }
}

const LAST_NONCE = 2 ** 48 - 1;

function withNoteFault(command: NoteCommand | CustodyCommand, random: SeededRandom): Command {
  if ('owner' in command && random.chance(0.2))
    return { ...command, owner: addressOf(random.pick([1, 2, 101, 40, 41])) };
  switch (command.kind) {
    case 'note-cancel':
      return { ...command, nonce: random.pick([0, 1, 63, 64, LAST_NONCE - 64, LAST_NONCE]) };
    case 'note-revocation':
      return { ...command, nonce: random.pick([0, 1, 2, LAST_NONCE]) };
    case 'note-epoch':
      return { ...command, epoch: random.pick([0, 1, 65_535, 65_536]) };
    case 'note-approval':
    case 'confirm-approval':
      return { ...command, ...approvalFault(random) };
    default:
      return withCustodyFault(command, random);
  }
}

function withCustodyFault(command: CustodyCommand, random: SeededRandom): Command {
  const number = random.pick([0, 1, 2, MAX_AMOUNT]);
  switch (command.kind) {
    case 'request-withdrawal':
      return { ...command, ...withdrawalFault(random) };
    case 'finish-withdrawal':
      return { ...command, nonce: number };
    case 'freeze-account':
      return random.chance(0.5)
        ? { ...command, frozen: !command.frozen }
        : { ...command, reason: random.pick(freezeReasons) };
    case 'settle-batch':
      if (random.chance(0.5))
        return { ...command, takenOver: random.pick([[0], [1], [2, 1], [1, 1]]) };
      return { ...command, batch: number };
    case 'submit-batch':
      return random.chance(0.5) ? { ...command, batch: number } : { ...command, through: number };
    case 'quarantine-trade':
      return { ...command, tradeId: number };
    case 'reassign-trade':
      return { ...command, ...reassignmentFault(random) };
    case 'annul-trades':
      return { ...command, trades: annulmentFault(command.trades, random) };
  }
}

/** One trade too many or too few, or one that is not what it was. */
function annulmentFault(
  trades: AnnulTrades['trades'],
  random: SeededRandom,
): AnnulTrades['trades'] {
  const [first, ...others] = trades;
  if (first === undefined || random.chance(0.1)) return [];
  if (random.chance(0.1)) return [...trades, first];
  if (random.chance(0.05)) return Array.from({ length: 57 }, () => first);
  const fault = random.pick<Partial<typeof first>>([
    { tradeId: random.pick([0, 1, 2, MAX_AMOUNT]) },
    { buyer: random.pick(accounts) },
    { seller: random.pick(accounts) },
    { base: random.pick(amounts) },
    { quote: random.pick(amounts) },
    { buyerFee: random.pick(amounts) },
    { sellerFee: random.pick(amounts) },
    { baseAsset: random.pick([-1, 16, first.quoteAsset]) },
    { quoteAsset: random.pick([-1, 16]) },
  ]);
  return [{ ...first, ...fault }, ...others];
}

function withdrawalFault(random: SeededRandom) {
  return random.pick<Partial<RequestWithdrawal>>([
    moneyFault(random),
    { nonce: random.pick([1, 2, 3]) },
    { epoch: random.pick([0, 1, 2]) },
    { expiry: random.pick([0, 1, 2]) },
  ]);
}

function reassignmentFault(random: SeededRandom) {
  return random.pick<Partial<ReassignTrade>>([
    { tradeId: random.pick([0, 1, 2, MAX_AMOUNT]) },
    { from: random.pick(accounts) },
    { to: random.pick(accounts) },
    { paid: random.pick(amounts) },
    { received: random.pick(amounts) },
    { paidAsset: random.pick([-1, 16]) },
    { receivedAsset: random.pick([-1, 16]) },
  ]);
}

function approvalFault(random: SeededRandom) {
  return random.pick<Partial<KeyLimits>>([
    { address: addressOf(random.pick([1, 101, 125, 149])) },
    { expiry: random.pick([0, 1, 2, 0xffff_ffff]) },
    { nonce: random.pick([0, 1, 2]) },
    { maxNotional: random.pick([0, 1, MAX_AMOUNT]) },
    { marketsLow: random.pick([0, 1, 2, 4, 0xffff_ffff]) },
  ]);
}

/** Any signature, or none, in place of a right one. */
function authorityFault(random: SeededRandom): Authority | null {
  if (random.chance(0.2)) return null;
  return {
    agent: random.pick([0, 0, 1, 2, 30]),
    nonce: random.pick([0, 1, 63, 64, 65, 127, 128, 2 ** 48 - 1]),
    epoch: random.pick([0, 0, 1, 65_535]),
    expiry: random.pick([0, 1, 2, 3, 0xffff_ffff]),
    maxFeePpm: random.pick([0, 45_677, 45_678, 1_000_000]),
  };
}

function orderFault(random: SeededRandom) {
  return random.pick<Partial<PlaceOrder>>([
    { account: random.pick(accounts) },
    { market: random.pick(markets) },
    { orderId: random.pick(names) },
    { clientOrderId: random.pick(names) },
    { type: random.pick([0, 1]) },
    { timeInForce: random.pick([0, 1, 2, 3]) },
    { price: random.pick(prices) },
    { price: random.pick(prices) },
    { quantity: random.pick(sizes) },
    { quantity: random.pick(sizes) },
    { displayQuantity: random.pick(displays) },
    { postOnly: random.pick([0, 1, 2]) },
    { reduceOnly: true },
    { quantity: 300, displayQuantity: 3 },
    { quantity: 301, displayQuantity: 3 },
    { side: SELL, price: MAX_WORD, quantity: 60 },
    { selfTrade: random.pick([0, 1, 2, 3, 4]) },
    { trigger: random.pick([0, 1, 2]), triggerPrice: random.pick(prices) },
    { triggerPrice: random.pick(prices) },
    { triggerBy: random.pick([0, 1, 2]) },
    { expiry: random.pick(times) },
    { authority: authorityFault(random) },
  ]);
}

function legFault(leg: Leg, random: SeededRandom): Leg {
  return {
    ...leg,
    ...random.pick<Partial<Leg>>([
      { orderId: random.pick(names) },
      { clientOrderId: random.pick(names) },
      { type: random.pick([0, 1]) },
      { price: random.pick(prices) },
      { triggerPrice: random.pick(prices) },
      { authority: authorityFault(random) },
    ]),
  };
}

type Legs = { readonly takeProfit: Leg | null; readonly stopLoss: Leg | null };

function attachedFault({ takeProfit, stopLoss }: Legs, random: SeededRandom): Partial<Legs> {
  if (takeProfit !== null && random.chance(0.5)) {
    return { takeProfit: legFault(takeProfit, random) };
  }
  return stopLoss === null ? { takeProfit } : { stopLoss: legFault(stopLoss, random) };
}

function pairFault(legs: { readonly limitLeg: Leg; readonly stopLeg: Leg }, random: SeededRandom) {
  return random.pick<Partial<PlaceOco>>([
    { account: random.pick(accounts) },
    { market: random.pick(markets) },
    { quantity: random.pick(sizes) },
    { selfTrade: random.pick([0, 1, 2, 3, 4]) },
    { expiry: random.pick(times) },
    { limitLeg: legFault(legs.limitLeg, random) },
    { limitLeg: legFault(legs.limitLeg, random) },
    { stopLeg: legFault(legs.stopLeg, random) },
    { stopLeg: legFault(legs.stopLeg, random) },
  ]);
}

function modifyFault(random: SeededRandom) {
  return random.pick<Partial<ModifyOrder>>([
    { account: random.pick(accounts) },
    { orderId: random.pick(names) },
    { orderId: 0, clientOrderId: random.pick(names) },
    { price: random.pick(prices) },
    { quantity: random.pick(sizes) },
    { triggerPrice: random.pick(prices) },
    { authority: authorityFault(random) },
  ]);
}

function cancelFault(random: SeededRandom) {
  return random.pick<Partial<CancelOrder>>([
    { orderId: random.pick(names) },
    { orderId: 0, clientOrderId: random.pick(names) },
    { account: random.pick(accounts) },
  ]);
}

type Transfer = {
  readonly account?: number;
  readonly asset?: number;
  readonly amount?: number;
};

function moneyFault(random: SeededRandom) {
  return random.pick<Transfer>([
    { account: random.pick(accounts) },
    { asset: random.pick([-1, 0, 3, 16]) },
    // No market uses the last asset, so its custody may be full without harm to the others.
    { asset: 15, amount: random.pick(amounts) },
    { amount: random.pick([0, -1, MAX_AMOUNT + 1]) },
  ]);
}

function marketFault(random: SeededRandom) {
  return random.pick<Partial<ListMarket>>([
    { baseAsset: random.pick([-1, 1, 16]) },
    { quoteAsset: random.pick([-1, 0, 16]) },
    { unitsPerLot: random.pick([0, -1]) },
    { k: random.pick([0, -1]) },
    { makerFeePpm: random.pick(ppm) },
    { takerFeePpm: random.pick(ppm) },
    { bandPpm: random.pick(ppm) },
    { minNotional: -1 },
    { maxQuantity: random.pick([0, -1, MAX_WORD + 1]) },
    { maxOpenOrders: random.pick([0, -1]) },
  ]);
}
