export type { CommandDraft, UnstampedCommand } from './command-draft.ts';
export {
  type OpenedSequencer,
  type OpenSequencerOptions,
  openSequencer,
  type SequencerEvents,
} from './open-sequencer.ts';
export { placingOf } from './order-ids.ts';
export { RecoveryError, recover } from './recover.ts';
export type { ReleasedCommands } from './released-commands.ts';
export { replayEvents } from './replay-events.ts';
export { Sequencer } from './sequencer.ts';
export type { CommandOutcome, StopReason } from './sequencer-options.ts';
export { tuneCollector } from './tune-collector.ts';
export { tuneCompiler } from './tune-compiler.ts';
