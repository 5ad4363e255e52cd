import type { Metadata } from 'next';
import { ExitPage } from '#components/exit/exit-page.tsx';

export const metadata: Metadata = {
  title: 'Leave without the operator',
  description:
    'Take your money out of the clearing house of Lux Exchange on the chain alone, without asking the exchange.',
};

/** `/exit`: leaving on the chain alone. Nothing is read for it on the server but where the chain is. */
export default function Page() {
  return <ExitPage />;
}
