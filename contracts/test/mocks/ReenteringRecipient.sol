// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IFaucet } from "../../src/interfaces/IFaucet.sol";

/// @notice Asks for another drip while it is being paid, and keeps the reason why it got none.
contract ReenteringRecipient {
    IFaucet private immutable FAUCET;
    bool public attempted;
    bytes public reason;

    constructor(IFaucet faucet) {
        FAUCET = faucet;
    }

    receive() external payable {
        attempted = true;
        try FAUCET.drip(address(this)) { }
        catch (bytes memory revertReason) {
            reason = revertReason;
        }
    }
}
