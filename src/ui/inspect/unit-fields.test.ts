import { expect, it } from 'vitest';
import { architecture } from '../../core/architecture';
import { PRESETS } from '../../core/presets';
import { paintedField, receptiveField } from '../../core/receptive-field';
import { unitFields } from './unit-fields';

it('outlines what each unit of an answer reaches: of G the picture below it, of D the input above it', () => {
  const { generator, discriminator } = architecture(PRESETS.tiny);
  const places = Int32Array.of(1, 2, 3, 0);
  expect(unitFields(generator, 'generator', 'g2', places)).toEqual([
    paintedField(generator, 'g2', 1, 2),
    paintedField(generator, 'g2', 3, 0),
  ]);
  expect(unitFields(discriminator, 'discriminator', 'd2', places)).toEqual([
    receptiveField(discriminator, 'd2', 1, 2),
    receptiveField(discriminator, 'd2', 3, 0),
  ]);
});
