export type {
  Agent,
  AsOf,
  CancelAnswer,
  DeadManAnswer,
  ModifyAnswer,
  ModifyRequest,
  NonceState,
  OrderName,
  PlaceAnswer,
  ReservedNonces,
} from './answers.ts';
export { boundedPort, type CommandBound } from './bounded-port.ts';
export { clientOrderNumber } from './client-order-number.ts';
export type { OrderEntryOptions } from './entry-options.ts';
export { OrderEntry } from './order-entry.ts';
