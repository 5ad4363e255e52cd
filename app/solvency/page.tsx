import type { Metadata } from 'next';
import { SolvencyPage } from '#components/solvency/solvency-page.tsx';

export const metadata: Metadata = {
  title: 'Proof of solvency',
  description:
    'What the clearing house of Lux Exchange holds against what it owes, live, from the chain itself.',
};

/** `/solvency`: holdings against liabilities. */
export default function Page() {
  return <SolvencyPage />;
}
