/** Windows hosts over WinRM (winrm4j on CXF, kept behind the port). */
@NullMarked
package dev.convoy.agent.adapter.winrm;

import org.jspecify.annotations.NullMarked;
