import { useState } from 'react';
import { overlapCounts } from '../../core/overlap';
import { useTexts } from '../common/hooks';
import { Select } from '../common/select';
import panel from '../common/panel.module.css';
import own from './arithmetic-panel.module.css';
import { NumberGrid } from './number-grid';
import styles from './panels.module.css';

/** Side of the small map whose kernels overlap. */
const SMALL = 4;
const KERNELS = ['4', '5'] as const;
const STRIDES = ['1', '2'] as const;

/** How many kernel positions reach each pixel of the larger map: the source of checkerboards. */
export function OverlapSection({ kernel }: { kernel: number }) {
  const { t } = useTexts();
  const [chosen, setChosen] = useState({ kernel, stride: 2 });
  const axis = overlapCounts(SMALL, chosen.kernel, chosen.stride);
  // Toward the edges every kernel reaches less; what matters is the inside.
  const inner = axis.slice(chosen.kernel - 2, 2 - chosen.kernel);
  const different = [...new Set(inner.flatMap((row) => inner.map((column) => row * column)))].toSorted((a, b) => b - a);
  const text = (value: string) => ({ value, text: value });
  return (
    <section className={own.overlap} aria-label={t('overlap.title')}>
      <div className={styles.column}>
        <h3>{t('overlap.title')}</h3>
        <p className={panel.note}>{t('overlap.help')}</p>
        <div className={styles.controls}>
          <label className={panel.field}>
            {t('inspect.kernel')}
            <Select value={String(chosen.kernel)} options={KERNELS.map(text)} onPick={(next) => setChosen({ ...chosen, kernel: Number(next) })} />
          </label>
          <label className={panel.field}>
            {t('inspect.stride')}
            <Select value={String(chosen.stride)} options={STRIDES.map(text)} onPick={(next) => setChosen({ ...chosen, stride: Number(next) })} />
          </label>
        </div>
        <p data-testid="overlap">
          {different.length === 1 ? t('overlap.even', { count: different[0]! }) : t('overlap.uneven', { counts: different.join(' / ') })}
        </p>
      </div>
      <NumberGrid
        caption={t('overlap.caption', { small: SMALL, large: axis.length })}
        rows={axis.map((row) => axis.map((column) => row * column))}
        compact
      />
    </section>
  );
}
