/** The AWS simulator of the lab: MGN, EC2 and STS on one HTTP port, for the real SDKs and CLI. */
@NullMarked
package dev.convoy.lab.aws;

import org.jspecify.annotations.NullMarked;
