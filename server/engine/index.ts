export { MOST_ANNULLED } from './annul-trades.ts';
export type { AnnulledTrade } from './annulled-trade.ts';
export { indicativeAuction } from './auction.ts';
export {
  bestLevels,
  bookDepth,
  type DepthLevel,
  groupedDepth,
  openOrdersOf,
  parentView,
  type QueuePosition,
  queuePosition,
  waitingLeg,
} from './book-view.ts';
export { checkState } from './check-state.ts';
export {
  ALLOW_SELF_TRADE,
  type AnnulTrades,
  type ApproveAgent,
  type ArmDeadMan,
  type Authority,
  BUY,
  type BumpEpoch,
  CANCEL_BOTH,
  CANCEL_NEWEST,
  CANCEL_OLDEST,
  CANCEL_ONLY,
  type CancelAll,
  type CancelOrder,
  type Command,
  type ConfirmApproval,
  DECREMENT,
  DELISTED,
  type Deposit,
  FALLING,
  type FinishWithdrawal,
  FOK,
  type FreezeAccount,
  GTC,
  GTD,
  HALTED,
  INDEX_PRICE,
  IOC,
  type KeyLimits,
  LAST_PRICE,
  type Leg,
  LIMIT,
  type ListMarket,
  MARK_PRICE,
  MARKET,
  type MarketParameters,
  type MarketState,
  type ModifyOrder,
  NO_TRIGGER,
  type NoteApproval,
  type NoteCancel,
  type NoteEpoch,
  type NoteRevocation,
  OPEN,
  type OpenAccount,
  type OrderType,
  type PlaceOco,
  type PlaceOrder,
  POST_ONLY,
  POST_ONLY_OFF,
  POST_ONLY_REJECT,
  POST_ONLY_SLIDE,
  type PostOnly,
  PRE_OPEN,
  type PriceSource,
  type QuarantineTrade,
  type ReassignTrade,
  type RequestWithdrawal,
  type ReserveNonces,
  type RevokeAgent,
  RISING,
  SELL,
  type SelfTradeMode,
  type SetMarketState,
  type SetPrice,
  type SettleBatch,
  type Side,
  type Stamp,
  type SubmitBatch,
  type Tick,
  type TimeInForce,
  type Trigger,
  type Withdraw,
} from './command.ts';
export { contentDigest } from './content-digest.ts';
export { decodeEvents } from './decode-events.ts';
export { decodeState, StateFormatError } from './decode-state.ts';
export { type DoneReason, doneReasons } from './done-reason.ts';
export { encodeState } from './encode-state.ts';
export { EngineState } from './engine-state.ts';
export { EngineView, orderView } from './engine-view.ts';
export type { EngineEvent, Trade } from './event.ts';
export { EventBuffer } from './event-buffer.ts';
export { type EventKind, eventKinds } from './event-kinds.ts';
export { execute } from './execute.ts';
export { type FreezeReason, freezeReasons } from './freeze-reason.ts';
export { InvariantError, invariant } from './invariant.ts';
export { OrderBook } from './order-book.ts';
export { OrderIds } from './order-ids.ts';
export { NONE, OrderPool } from './order-pool.ts';
export { type RejectCode, rejectCodes } from './reject-code.ts';
export { MOST_QUARANTINED } from './settlement.ts';
export {
  ASSETS,
  type CustodyView,
  type IdentityView,
  type LegView,
  type MarketView,
  type OrderView,
  type SettlementView,
  SOURCES,
  type StateView,
  type StrangerView,
} from './state-view.ts';
export { warmUp } from './warm-up.ts';
export { MOST_WITHDRAWALS } from './withdrawals.ts';
