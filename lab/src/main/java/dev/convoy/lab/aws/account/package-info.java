/** What the simulator answers of an account itself: Service Quotas, IAM, KMS. */
@NullMarked
package dev.convoy.lab.aws.account;

import org.jspecify.annotations.NullMarked;
