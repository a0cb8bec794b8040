/** A learning rate as a pure function of the step; the first step is 0. Past its end it holds its last value. */
export type Schedule = (step: number) => number;
