/** What deploy/k8s and deploy/compose say, held against what the programs are. Nothing is started. */
@NullMarked
package io.epro.e2e.manifest;

import org.jspecify.annotations.NullMarked;
