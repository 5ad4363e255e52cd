import * as z from 'zod/mini';
import { countField, requestIdField, timestampField } from '../fields.ts';

/** What every frame from the server carries beside its type and data. */
export const envelope = {
  /** Echo of the request that is answered. */
  request_id: z.optional(requestIdField),
  /** When the frame was made. */
  timestamp: timestampField,
  /** The exchange's sequence number that the frame is as of. */
  seq: z.optional(countField()),
};
