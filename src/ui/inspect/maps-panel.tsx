import { useState } from 'react';
import { FeatureMapsColumn } from './feature-maps';
import { FiltersColumn } from './filters';
import type { PanelProps } from './inspect-view';
import styles from './panels.module.css';
import { ChannelInImage, ChannelInPixels } from './to-pixels';

/** The layer in view in three columns: its filters, what they make of the input, and what a channel means in pixels. */
export function MapsPanel({ both, view }: PanelProps) {
  const { network, layer } = view;
  // A column of a layer starts afresh with it.
  const key = `${network}/${layer.name}`;
  const [unit, setUnit] = useState<{ y: number; x: number } | null>(null);
  return (
    <div className={styles.three}>
      <FiltersColumn key={`f/${key}`} both={both} view={view} />
      <FeatureMapsColumn key={`m/${key}`} both={both} view={view} onPoint={setUnit} />
      {network === 'generator' ? (
        <ChannelInImage key={`g/${key}`} both={both} view={view} unit={unit} />
      ) : (
        <ChannelInPixels key={`d/${key}`} both={both} view={view} unit={unit} />
      )}
    </div>
  );
}
