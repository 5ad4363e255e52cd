import { useEffect, useState } from 'react';

/** The time, renewed every second; 0 until the page is alive, so that server and browser agree. */
export function useNow(): number {
  const [now, setNow] = useState(0);
  useEffect(() => {
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
