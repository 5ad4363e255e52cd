import type { Metadata } from 'next';
import { StatusPage } from '#components/status/status-page.tsx';

export const metadata: Metadata = {
  title: 'Status',
  description: 'Services, settlement, queues and contracts of Lux Exchange, as they are now.',
};

/** `/status`: how the exchange does. */
export default function Page() {
  return <StatusPage />;
}
