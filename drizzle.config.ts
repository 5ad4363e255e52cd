import { defineConfig } from 'drizzle-kit';

/** For `npm run migrations`, which writes the next migration when the schema has changed. */
export default defineConfig({
  dialect: 'postgresql',
  schema: './server/store/tables.ts',
  out: './server/store/migrations',
});
