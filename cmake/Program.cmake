# gaol_program(TARGET bin|libexec): where a program is put, how it is linked, where it is installed.
# A program finds its helpers by one rule in the build, in out/ and when installed: the folder
# ../libexec seen from its own.
function(gaol_program target folder)
  set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${GAOL_OUT}/${folder})
  if(GAOL_STATIC)
    # docs/adr/0003 has the figures.
    target_link_options(${target} PRIVATE -static-pie)
  endif()
  if(folder STREQUAL bin)
    install(TARGETS ${target} DESTINATION sbin)
  else()
    install(TARGETS ${target} DESTINATION ${folder})
  endif()
endfunction()
