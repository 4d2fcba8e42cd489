import { bins, Distribution } from './observe/distribution';
import { SurveyedLayer, SurveyHead } from './observe/survey';
import { floatEntryBytes } from './sparse/sparseRows';

/*
 * The same as `layouts.ts` of what the modules of float32 have alone: surveys of all layers, and compressed rows of
 * numbers.
 */

export const surveyedLayer_kernel = offsetof<SurveyedLayer>('kernel');
export const surveyedLayer_bias = offsetof<SurveyedLayer>('bias');
export const surveyedLayer_activations = offsetof<SurveyedLayer>('activations');
export const surveyedLayer_kernelGradient = offsetof<SurveyedLayer>('kernelGradient');
export const surveyedLayer_preActivations = offsetof<SurveyedLayer>('preActivations');
export const surveyedLayer_gradients = offsetof<SurveyedLayer>('gradients');
export const surveyedLayer_inputs = offsetof<SurveyedLayer>('inputs');
export const surveyedLayer_units = offsetof<SurveyedLayer>('units');
export const surveyedLayer_low = offsetof<SurveyedLayer>('low');
export const surveyedLayer_high = offsetof<SurveyedLayer>('high');
export const surveyedLayer_dead = offsetof<SurveyedLayer>('dead');
export const surveyedLayer_bytes = offsetof<SurveyedLayer>();

export const surveyHead_preActivationsMean = offsetof<SurveyHead>('preActivationsMean');
export const surveyHead_preActivationsVariance = offsetof<SurveyHead>('preActivationsVariance');
export const surveyHead_backwardMean = offsetof<SurveyHead>('backwardMean');
export const surveyHead_backwardVariance = offsetof<SurveyHead>('backwardVariance');
export const surveyHead_distinct = offsetof<SurveyHead>('distinct');
export const surveyHead_rank = offsetof<SurveyHead>('rank');
export const surveyHead_saturated = offsetof<SurveyHead>('saturated');
export const surveyHead_dead = offsetof<SurveyHead>('dead');
export const surveyHead_bytes = offsetof<SurveyHead>();

export const distributionFigures_mean = offsetof<Distribution>('mean');
export const distributionFigures_std = offsetof<Distribution>('std');
export const distributionFigures_min = offsetof<Distribution>('min');
export const distributionFigures_max = offsetof<Distribution>('max');
export const distributionFigures_zeros = offsetof<Distribution>('zeros');
export const distributionFigures_nan = offsetof<Distribution>('nan');
export const distributionFigures_infinite = offsetof<Distribution>('infinite');
export const distributionFigures_lower = offsetof<Distribution>('lower');
export const distributionFigures_upper = offsetof<Distribution>('upper');
export const distributionFigures_bytes = offsetof<Distribution>();

export { bins, floatEntryBytes };
