import { useEffect, useRef } from 'react';

/** A LaTeX formula; what sets it is loaded with the first one that is shown, and until then its source stands there. */
export function Formula({ tex }: { tex: string }) {
  const host = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let mounted = true;
    void import('./formula-renderer').then(({ renderFormula }) => {
      if (mounted && host.current) renderFormula(tex, host.current);
    });
    return () => {
      mounted = false;
    };
  }, [tex]);
  return <span ref={host}>{tex}</span>;
}
