import { redirect } from 'next/navigation';

/** The first market is where trading begins. */
export default function TradePage() {
  redirect('/trade/BTC-USDT');
}
