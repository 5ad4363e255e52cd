import * as z from 'zod/mini';
import { wireBlock } from '../wire-block.ts';
import { streamPosition } from './position.ts';

/** `block_update.data`, pushed on `blocks`: the new head of the chain. After a reorganisation the
 * number may be lower than, or the same as, that of the frame before. */
export const blockUpdateData = z.extend(wireBlock, streamPosition);
