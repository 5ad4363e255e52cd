import { annulTrades } from './annul-trades.ts';
import { approveAgent, confirmApproval } from './approve-agent.ts';
import { armDeadMan } from './arm-dead-man.ts';
import { bumpEpoch } from './bump-epoch.ts';
import { cancelAll, cancelOne } from './cancel-orders.ts';
import type {
  AnnulTrades,
  ApproveAgent,
  BumpEpoch,
  Command,
  ConfirmApproval,
  FinishWithdrawal,
  FreezeAccount,
  NoteApproval,
  NoteCancel,
  NoteEpoch,
  NoteRevocation,
  QuarantineTrade,
  ReassignTrade,
  RequestWithdrawal,
  ReserveNonces,
  RevokeAgent,
  SettleBatch,
  SubmitBatch,
} from './command.ts';
import { deposit, finishWithdrawal, requestWithdrawal, withdraw } from './deposit-withdraw.ts';
import type { EngineState } from './engine-state.ts';
import { queueTriggered, runFollowUps } from './follow-ups.ts';
import { freezeAccount } from './freeze-account.ts';
import { InvariantError, invariant } from './invariant.ts';
import type { ListedMarket } from './listed-market.ts';
import { listMarket, setMarketState, setPrice } from './market-commands.ts';
import { modifyOrder } from './modify-order.ts';
import { noteApproval } from './note-approval.ts';
import { noteCancel } from './note-cancel.ts';
import { noteEpoch } from './note-epoch.ts';
import { noteRevocation } from './note-revocation.ts';
import { openAccount } from './open-account.ts';
import { placeOco } from './place-oco.ts';
import { placeOrder } from './place-order.ts';
import { reserveNonces } from './reserve-nonces.ts';
import { revokeAgent } from './revoke-agent.ts';
import { quarantineTrade, reassignTrade, settleBatch, submitBatch } from './settle-batch.ts';
import { tick } from './tick.ts';

/**
 * Executes one command and appends what it did to its events (docs/matching.md). The same commands
 * on the same state give the same state and events, always. The command's object is not kept.
 *
 * @throws InvariantError when the command is out of sequence or the state is broken: the process must end.
 */
export function execute(state: EngineState, command: Command): void {
  invariant(command.seq === state.seq + 1, 'a command is out of sequence');
  invariant(command.time >= state.time, 'time goes back');
  state.seq = command.seq;
  state.time = command.time;
  const market = dispatch(state, command);
  if (market !== null && market.waiting > 0) queueTriggered(state, market);
  if (!state.followUps.isEmpty) runFollowUps(state);
}

/** Gives the market whose prices may have changed, if one is. */
function dispatch(state: EngineState, command: Command): ListedMarket | null {
  switch (command.kind) {
    case 'place':
      return placeOrder(state, command);
    case 'cancel':
      cancelOne(state, command);
      return null;
    case 'modify':
      return modifyOrder(state, command);
    case 'set-price':
      return setPrice(state, command);
    case 'place-oco':
      return placeOco(state, command);
    case 'set-market-state':
      return setMarketState(state, command);
    default:
      administer(state, command);
      return null;
  }
}

type RareCommand = Exclude<
  Command,
  { kind: 'place' | 'cancel' | 'modify' | 'set-price' | 'place-oco' | 'set-market-state' }
>;

function administer(state: EngineState, command: RareCommand): void {
  switch (command.kind) {
    case 'cancel-all':
      cancelAll(state, command);
      break;
    case 'tick':
      tick(state, command);
      break;
    case 'arm-dead-man':
      armDeadMan(state, command);
      break;
    case 'deposit':
      deposit(state, command);
      break;
    case 'withdraw':
      withdraw(state, command);
      break;
    case 'open-account':
      openAccount(state, command);
      break;
    case 'list-market':
      listMarket(state, command);
      break;
    default:
      identify(state, command);
  }
}

type CustodyCommand =
  | RequestWithdrawal
  | FinishWithdrawal
  | FreezeAccount
  | SubmitBatch
  | SettleBatch
  | QuarantineTrade
  | ReassignTrade
  | AnnulTrades;

type IdentityCommand = ApproveAgent | RevokeAgent | BumpEpoch | ReserveNonces;

type NoteCommand = NoteCancel | NoteApproval | NoteRevocation | NoteEpoch | ConfirmApproval;

/** Who may sign for an account, and what is used up of it. */
function identify(
  state: EngineState,
  command: IdentityCommand | NoteCommand | CustodyCommand,
): void {
  switch (command.kind) {
    case 'approve-agent':
      approveAgent(state, command);
      break;
    case 'revoke-agent':
      revokeAgent(state, command);
      break;
    case 'bump-epoch':
      bumpEpoch(state, command);
      break;
    case 'reserve-nonces':
      reserveNonces(state, command);
      break;
    default:
      note(state, command);
  }
}

/** What owners did on chain. */
function note(state: EngineState, command: NoteCommand | CustodyCommand): void {
  switch (command.kind) {
    case 'note-cancel':
      noteCancel(state, command);
      break;
    case 'note-approval':
      noteApproval(state, command);
      break;
    case 'note-revocation':
      noteRevocation(state, command);
      break;
    case 'note-epoch':
      noteEpoch(state, command);
      break;
    case 'confirm-approval':
      confirmApproval(state, command);
      break;
    default:
      settle(state, command);
  }
}

/** What the contract holds, and is to be told. */
function settle(state: EngineState, command: CustodyCommand): void {
  switch (command.kind) {
    case 'request-withdrawal':
      requestWithdrawal(state, command);
      break;
    case 'finish-withdrawal':
      finishWithdrawal(state, command);
      break;
    case 'freeze-account':
      freezeAccount(state, command);
      break;
    case 'submit-batch':
      submitBatch(state, command);
      break;
    case 'settle-batch':
      settleBatch(state, command);
      break;
    case 'quarantine-trade':
      quarantineTrade(state, command);
      break;
    case 'reassign-trade':
      reassignTrade(state, command);
      break;
    case 'annul-trades':
      annulTrades(state, command);
      break;
    default:
      unknownCommand(command);
  }
}

/** The compiler proves that every kind of command is handled. */
function unknownCommand(command: never): never {
  throw new InvariantError(`a command has an unknown kind: ${JSON.stringify(command)}`);
}
