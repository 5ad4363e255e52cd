import * as z from 'zod/mini';
import { envelope } from './envelope.ts';

/** Answers a `ping`. */
export const pongFrame = z.object({ type: z.literal('pong'), ...envelope });

export type PongFrame = z.output<typeof pongFrame>;
