import { useId } from 'react';
import { FIT_MODES } from '../../core/own-images';
import { SETTINGS } from '../../core/settings';
import { dataSets } from '../../state/app';
import { useApp, useTexts } from '../common/hooks';
import { Select } from '../common/select';
import { useDataSets } from './hooks';
import styles from './import-options-form.module.css';

/** How the next files become training images: of the model's size unless another is chosen. */
export function ImportOptionsForm() {
  const { t } = useTexts();
  const id = useId();
  const { size, channels, fit, background } = useDataSets((state) => state.choices);
  const modelSize = useApp((state) => state.draft.config.imageSize);
  return (
    <fieldset className={styles.form}>
      <legend className="visually-hidden">{t('own.options')}</legend>
      <label htmlFor={`${id}-size`}>{t('own.size')}</label>
      <Select
        id={`${id}-size`}
        value={String(size ?? modelSize)}
        options={SETTINGS.imageSize.options.map((option) => ({ value: String(option), text: `${option}×${option}` }))}
        onPick={(value) => dataSets.choose({ size: Number(value) })}
      />
      <label htmlFor={`${id}-channels`}>{t('data.channels')}</label>
      <Select
        id={`${id}-channels`}
        value={String(channels)}
        options={[
          { value: 'auto', text: t('own.channels.auto') },
          { value: '1', text: t('data.grey') },
          { value: '3', text: t('data.colour') },
        ]}
        onPick={(value) => dataSets.choose({ channels: value === 'auto' ? value : value === '3' ? 3 : 1 })}
      />
      <label htmlFor={`${id}-fit`}>{t('own.fit')}</label>
      <Select
        id={`${id}-fit`}
        value={fit}
        options={FIT_MODES.map((mode) => ({ value: mode, text: t(`own.fit.${mode}`) }))}
        onPick={(mode) => dataSets.choose({ fit: mode })}
      />
      <label htmlFor={`${id}-background`}>{t('own.background')}</label>
      <input
        id={`${id}-background`}
        type="color"
        className={styles.colour}
        value={background}
        onChange={({ target }) => dataSets.choose({ background: target.value })}
      />
    </fieldset>
  );
}
