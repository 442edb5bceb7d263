/** The texts of the Train view in English: settings, pictures, curves, health, speed, both networks. */
export const trainEn = {
  'health.dAhead': 'D is far ahead',
  'health.dAhead.text':
    'D tells nearly all fakes from real images, and G is not catching up. Many good runs are like this for a while. If the samples do not change for some hundred steps, lower D’s learning rate or smooth its labels by 0.1.',
  'health.diversity': 'samples {share} as varied as real images',
} as const;
