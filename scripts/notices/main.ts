import { writeFileSync } from 'node:fs';
import { renderNotices } from './render-notices.ts';

writeFileSync('NOTICE.md', renderNotices('.'));
