package io.epro.processor.drugs;

/** How loading a dictionary, or comparing with one, ended. */
public sealed interface LoadOutcome {

  /**
   * The whole file was read.
   *
   * @param added drugs that the dictionary did not have
   * @param changed drugs of which it said something else
   * @param same drugs of which it said the same
   * @param unnamed drugs of the dictionary that the file does not name
   * @param removed of these, those that were taken out
   * @param bad lines that are no drug
   */
  record Finished(int added, int changed, int same, int unnamed, int removed, int bad)
      implements LoadOutcome {

    /** Whether file and dictionary say the same. */
    public boolean nothingDiffers() {
      return added + changed + unnamed + bad == 0;
    }
  }

  /**
   * It ended early: the file cannot be used, or the broker did not take the drugs. What was published
   * before stays; loading the same file again is safe.
   *
   * @param reason in words
   * @param published so many drugs at most were published or removed before; of the last ones it is not
   *     known whether the broker has them
   */
  record Failed(String reason, int published) implements LoadOutcome {}
}
