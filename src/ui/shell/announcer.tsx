import { useApp, useTexts } from '../common/hooks';

const SPOKEN = ['training', 'compiling', 'paused', 'finished', 'failed', 'lost'] as const;

/** Tells a screen reader when the run changes its state; not each step. */
export function Announcer() {
  const { t } = useTexts();
  const phase = useApp((state) => state.phase);
  // While it trains the step goes on, and with it in the text every step would be spoken.
  const step = useApp((state) => (state.phase === 'training' ? 0 : state.step));
  const spoken = SPOKEN.find((known) => known === phase);
  return (
    <output className="visually-hidden" aria-live="polite">
      {spoken ? t(`announce.${spoken}`, { step }) : ''}
    </output>
  );
}
